import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatCurl } from "./format-curl.ts";
import type { AskedRequest } from "./format-curl.ts";
import { quoteForShell } from "./quote-for-shell.ts";

/** The arguments as a shell hands them to a program. */
function parse(command: string): string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\nTOKEN='a b'\n${command}`;
  return execFileSync("/bin/sh", ["-c", script], { encoding: "utf8" }).split("\0").slice(0, -1);
}

const get: AskedRequest = {
  method: "GET",
  url: "http://h/a?b=c&d=e",
  accept: null,
  contentType: null,
  hasBody: false,
  body: undefined,
};
const token = ["--header", "authorization: Bearer a b"];
const json = { method: "POST", contentType: "application/json", hasBody: true };

const oddText = fc
  .oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.constantFrom("'", '"', "\\", "$", "`", "\n", " ", "!", "*", "~", ";", "#", "é") }),
  )
  // A shell's words hold no NUL, and UTF-8 no half of a pair.
  .map((text) => new TextDecoder().decode(new TextEncoder().encode(text.replaceAll("\0", ""))));

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe("a curl command", () => {
  test("any text is one word to a shell", () => {
    fc.assert(
      fc.property(fc.array(oddText, { minLength: 1, maxLength: 20 }), (texts) => {
        expect(parse(`curl ${texts.map(quoteForShell).join(" ")}`)).toEqual(texts);
      }),
      { numRuns: 50 },
    );
  });

  test.each<[string, Partial<AskedRequest>, string[]]>([
    ["a GET", {}, ["http://h/a?b=c&d=e", ...token]],
    ["what curl accepts by itself", { accept: "*/*" }, ["http://h/a?b=c&d=e", ...token]],
    [
      "an Accept",
      { accept: "application/x-protobuf;a='b'" },
      ["http://h/a?b=c&d=e", ...token, "--header", "accept: application/x-protobuf;a='b'"],
    ],
    ["a HEAD", { method: "HEAD" }, ["--head", "http://h/a?b=c&d=e", ...token]],
    ["brackets, which curl would read", { url: "http://h/?a[]={1}" }, ["--globoff", "http://h/?a[]={1}", ...token]],
    [
      "a body",
      { ...json, body: `{"a":"it's $1 \`x\`"}` },
      [
        "--request",
        "POST",
        "http://h/a?b=c&d=e",
        ...token,
        "--header",
        "content-type: application/json",
        "--data-raw",
        `{"a":"it's $1 \`x\`"}`,
      ],
    ],
    [
      "a body that was not kept",
      { ...json, contentType: null },
      ["--request", "POST", "http://h/a?b=c&d=e", ...token, "--header", "content-type:", "--data-binary", "@body.json"],
    ],
    ["a POST without a body", { ...json, hasBody: false }, ["--request", "POST", "http://h/a?b=c&d=e", ...token]],
  ])("%s", (_, asked, expected) => {
    expect(parse(formatCurl({ ...get, ...asked }))).toEqual(expected);
  });

  const secret = "Endpoint=sb://x/;SharedAccessKeyName=n;SharedAccessKey=s3cr3t=";

  test.each([
    { connectionString: "s3cr3t" },
    { ConnectionString: secret },
    { "connection string": "s3cr3t" },
    { items: [{ a: { CONNECTIONSTRING: { deep: "s3cr3t" } } }] },
    [secret],
    secret,
    { name: secret },
    { [secret]: 1 },
  ])("hides the secret of %j", (body) => {
    const text = formatCurl({ ...get, ...json, body: JSON.stringify(body) });
    expect(text).not.toContain("s3cr3t");
    expect(text).toContain("--data");
  });

  test.each([
    `{"connectionString":"s3cr3t","connectionString":1}`,
    `{"name":"sig=s3cr3t","name":1}`,
    String.raw`{"connection\u0053tring":"s3cr3t","connection\u0053tring":1}`,
    `{"connectionString":"s3cr3t"`,
    `connectionString=s3cr3t`,
  ])("hides what only the text has, or what is no JSON: %s", (body) => {
    expect(formatCurl({ ...get, ...json, body })).not.toContain("s3cr3t");
  });

  test("any other JSON stays as it was written, to the last digit", () => {
    fc.assert(
      fc.property(fc.json(), (written) => {
        const body = ` ${written.replaceAll(/\\u|=/g, "")}`;
        fc.pre(isJson(body) && !body.includes(String.raw`\u`));
        expect(parse(formatCurl({ ...get, ...json, body })).at(-1)).toBe(body);
      }),
      { numRuns: 30 },
    );
    const exact = `{"a": -0, "b": 1e999, "c": 0.10, "d": 12345678901234567890}`;
    expect(parse(formatCurl({ ...get, ...json, body: exact })).at(-1)).toBe(exact);
  });
});
