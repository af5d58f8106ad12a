// Where texts that others wrote may hold a secret, and what of it is one.
const secrets: readonly RegExp[] = [
  // Keys of the API Management in a query. Source: specs/EVIDENCE.md, `apiKeyQuery`.
  /([?&](?:subscription-key|sub)=)[^&#\s"'<>]+/gi,
  // RFC 6750, section 2.1. The shortest tokens are longer than the words that may follow in a sentence.
  /(\bBearer\s+)[\w.~+/-]{16,}=*/gi,
  // A JSON Web Token: its first part begins with `{"`.
  /(\b)eyJ[\w-]{8,}(?:\.[\w-]*)*/g,
  // Fields of connection strings, forms and headers.
  /\b((?:SharedAccessKey|SharedAccessSignature|AccountKey|client_secret|client_assertion|refresh_token|access_token|Ocp-Apim-Subscription-Key)["']?\s*[=:]\s*["']?)[^\s"'&;,}]+/gi,
];

/** The text with `hidden` in the place of whatever looks like a token, a key or a password. */
export function hideSecrets(text: string): string {
  let shown = text;
  for (const secret of secrets) shown = shown.replace(secret, "$1hidden");
  return shown;
}
