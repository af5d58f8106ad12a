/** What the pages of the examples have, and what they are told. */
export interface SignInPage {
  /** Signs in, or out. */
  readonly button: HTMLButtonElement;
  readonly output: HTMLElement;
  readonly settings: {
    readonly tenantId: string;
    readonly clientId: string;
    /** Where to sign in; Microsoft's own needs none. */
    readonly authorityHost: string;
    readonly baseUrl: string;
    /** Of the series to show. */
    readonly id: string;
  };
}
