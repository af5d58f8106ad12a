import { Refusal } from "../refusal.ts";

const accepted = ["application/json", "text/csv"];

/**
 * Lets no body in that a form of a page could send.
 *
 * @throws Refusal 415
 */
export function validateContentType(contentType: string | null, body: string): void {
  if (body === "") return;
  const mediaType = (contentType ?? "").split(";")[0]!.trim().toLowerCase();
  if (accepted.includes(mediaType)) return;
  throw new Refusal(415, `The content type '${mediaType}' is not supported, only ${accepted.join(", ")}.`);
}
