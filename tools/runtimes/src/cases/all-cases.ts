import type { RuntimeCase } from "../case.ts";
import { abort } from "./abort.ts";
import { aggregates } from "./aggregates.ts";
import { cutBody } from "./cut-body.ts";
import { exactPoints } from "./exact-points.ts";
import { longRead } from "./long-read.ts";
import { mockServerInProcess } from "./mock-server-in-process.ts";
import { renewedToken } from "./renewed-token.ts";
import { requireModules } from "./require.ts";
import { rest } from "./rest.ts";
import { retryAfter } from "./retry-after.ts";
import { signIn } from "./sign-in.ts";
import { write } from "./write.ts";

/** What every runtime must do, in the order of the table. */
export const allCases: readonly RuntimeCase[] = [
  ...exactPoints,
  aggregates,
  longRead,
  write,
  renewedToken,
  abort,
  retryAfter,
  cutBody,
  rest,
  mockServerInProcess,
  signIn,
  requireModules,
];
