/** Of a function whose operation takes none, so that options come second everywhere. */
export type NoParameters = Readonly<Record<string, never>>;
