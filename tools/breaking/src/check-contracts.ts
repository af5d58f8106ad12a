import type { Contract } from "./contracts.ts";
import { findBreaks } from "./find-breaks.ts";
import { findLastRelease, isMajorDue } from "./last-release.ts";

/** What came of one document. */
export interface ContractResult {
  readonly isGood: boolean;
  /** A sentence, or what is wrong, why it matters, and what to do. */
  readonly said: string;
}

/** Compares a document with the one that its package's last release was made of. */
export function checkContract(root: string, { file, package: name }: Contract): ContractResult {
  const tag = findLastRelease(root, name);
  if (tag === undefined) {
    return { isGood: true, said: `${file}: no tag of a release of ${name} is here, so there is nothing to break.` };
  }
  const breaks = findBreaks(root, tag, file);
  if (breaks === undefined) return { isGood: true, said: `${file}: breaks nothing of ${tag}.` };
  if (isMajorDue(root, name, tag)) {
    return {
      isGood: true,
      said: `${file}: breaks something of ${tag}, and the next release of ${name} is a major one.`,
    };
  }
  const said = [
    breaks,
    `${file} breaks what users of ${tag} rely on: the types, names and messages that are generated from it.`,
    `If the service really is so: \`pnpm changeset\` with a major bump of @omnia-timeseries/${name} that says what to change.`,
    "If it is not: keep what was there, and add beside it.",
  ].join("\n");
  return { isGood: false, said };
}
