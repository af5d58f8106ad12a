import { Refusal } from "../refusal.ts";

/**
 * Lets programs in, and pages of the server itself: browsers say of every other page where it is from, in `Origin`
 * (Fetch standard) or in `Sec-Fetch-Site` (Fetch Metadata). A page of the Internet could else change what is in here
 * without reading an answer.
 *
 * @throws Refusal 403
 */
export function validateOrigin({ url, headers }: Request): void {
  const origin = headers.get("origin");
  const site = headers.get("sec-fetch-site");
  if ((origin === null || origin === new URL(url).origin) && site !== "cross-site" && site !== "same-site") return;
  throw new Refusal(
    403,
    `The control API answers programs and the server's own page, not ${origin === null ? "what another site opened" : "pages of other origins"}. Open it by its address, or ask without a browser.`,
  );
}
