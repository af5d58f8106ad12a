/** What was found where something else is right. Its text holds no value of a series, no token and no id. */
export class Finding extends Error {}

/** Why a case says nothing here: the series that is read does not hold what the case needs. */
export class NotApplicable extends Error {}

/** The server does not want this program, or cannot be asked: no token, no role, too many requests, no answer. */
export class Refused extends Error {
  /** Whether nothing at all is to be asked from now on, or only nothing of the API that refused. */
  readonly isForAll: boolean;

  constructor(message: string, isForAll: boolean) {
    super(message);
    this.isForAll = isForAll;
  }
}

/** @throws Finding with what was found */
export function expectThat(isRight: boolean, found: string): asserts isRight {
  if (!isRight) throw new Finding(found);
}
