/** What a case is given: where the mock server is, and who may ask it. JSON can hold it. */
export interface Target {
  /** Of the API. */
  readonly url: string;
  /** Of the server's control API: the same server, but for a page one of the page's own origin. */
  readonly control: string;
  /** Two good tokens that differ. */
  readonly tokens: readonly [string, string];
  readonly authority: string;
  /** PEM text of the certificate to trust for the authority. */
  readonly ca: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** One thing that must work in every runtime. Knows no test runner: it throws, or it is good. */
export interface RuntimeCase {
  /** What works, as a row of the table says it. */
  readonly name: string;
  /** Why it is not for pages, where it is not. */
  readonly notInPages?: string;
  readonly run: (target: Target) => Promise<void>;
}

/** How a case ended. */
export interface CaseResult {
  readonly name: string;
  /** What was thrown; undefined where it is good. */
  readonly error?: string;
  readonly durationMs: number;
}
