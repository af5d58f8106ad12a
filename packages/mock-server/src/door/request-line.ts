import { Refusal } from "../refusal.ts";

/** The service's framework takes no longer ones. Source: Kestrel, `MaxRequestLineSize`. */
export const maxRequestLineBytes = 8192;

/**
 * The length of the first line that HTTP/1.1 has for this request, its line break included.
 *
 * @throws Refusal 414
 */
export function validateRequestLine({ method, url }: Request): void {
  const { pathname, search } = new URL(url);
  // A URL holds ASCII alone: as many bytes as characters.
  if (`${method} ${pathname}${search} HTTP/1.1\r\n`.length > maxRequestLineBytes) throw refuseRequestLine();
}

export function refuseRequestLine(): Refusal {
  return new Refusal(414, `The request line is longer than ${maxRequestLineBytes} bytes: put less into the URL.`);
}
