/** What is wrong with a value, as ajv tells it. */
export interface CheckError {
  /** A JSON pointer. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly message?: string | undefined;
  readonly params: Readonly<Record<string, unknown>>;
}

/**
 * Whether a value is of a schema; if not, `errors` tells why. Those that are generated, for requests, change the value:
 * defaults are filled in, and texts of parameters become what the schema says.
 */
export interface Check {
  (value: unknown): boolean;
  errors?: readonly CheckError[] | null | undefined;
}

/** By operation, and by the part of its requests: `path`, `query` or `body`. */
export type Checks = Readonly<Record<string, Readonly<Record<string, Check>>>>;
