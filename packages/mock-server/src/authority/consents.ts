import type { App, UserOptions } from "./directory.ts";

/** Plain data; not to be changed. */
export interface Consent {
  readonly clientId: string;
  /** The person's object id. */
  readonly userId: string;
}

/** What people have allowed to apps that have no administrator's consent. */
export interface Consents {
  isMissing(app: App, user: UserOptions): boolean;
  give(app: App, user: UserOptions): void;
  state(): readonly Consent[];
  load(consents: readonly Consent[]): void;
}

function toKey({ clientId, userId }: Consent): string {
  return JSON.stringify([clientId, userId]);
}

export function createConsents(): Consents {
  const given = new Map<string, Consent>();
  const keep = (consent: Consent): void => void given.set(toKey(consent), consent);
  const consentOf = (app: App, user: UserOptions): Consent => ({ clientId: app.clientId, userId: user.id });
  return {
    isMissing: (app, user) => app.needsConsent === true && !given.has(toKey(consentOf(app, user))),
    give: (app, user) => keep(consentOf(app, user)),
    state: () => [...given.values()],
    load(consents) {
      given.clear();
      for (const consent of consents) keep(consent);
    },
  };
}
