const person =
  "A person must sign in again on a page of the authority: use a flow that has one, such as deviceCode() or interactiveBrowser().";
const policy =
  "A policy of the tenant (Conditional Access) forbids this sign-in: from this network or device, or by this flow. Ask an administrator of the tenant, who finds it by the IDs in the cause.";
const device = "A policy of the tenant wants a device that the company manages: sign in on one.";
const clock = "If this machine's clock is wrong, set it right.";

/** What to do, and the numbers behind `AADSTS` that it is for. */
const rows: readonly (readonly [todo: string, ...codes: string[]])[] = [
  ["Check the secret (AZURE_CLIENT_SECRET): its value, not its id, and of this very app.", "7000215"],
  ["The secret has expired; make a new one.", "7000222"],
  [
    "Check the certificate: the app registration must have it, with the key that is used here, and it must not have expired.",
    "700027",
  ],
  ["The assertion is of another app: check clientId (AZURE_CLIENT_ID).", "700021"],
  ["The assertion is for another authority: check authorityHost and tenantId.", "700023"],
  [`The assertion is too old, or not valid yet: take a new one. ${clock}`, "700024"],
  ["The federated credential of the app registration must name the issuer of the token.", "700211"],
  ["The federated credential of the app registration must name the audience of the token.", "700212"],
  ["The federated credential of the app registration must name the subject of the token.", "700213"],
  ["This app is a public client: it signs people in, without a secret or certificate.", "700025"],
  ["This app is not a public client; use one that is, such as publicClientIds.", "7000218"],
  ["An administrator of the tenant has disabled the app; ask one.", "7000112"],
  ["Check clientId and tenantId (AZURE_CLIENT_ID, AZURE_TENANT_ID).", "700016"],
  ["Check tenantId (AZURE_TENANT_ID).", "90002", "900023", "50194"],
  ["Check that tenantId is the tenant of the API, and that the environment is right.", "500011", "500014"],
  ["The app registration must have a permission of the API; ask an administrator of the tenant.", "650052", "650057"],
  ["Someone must consent to the app first; ask an administrator of the tenant.", "65001"],
  ["Sign in again and consent, or ask an administrator of the tenant to do so for all.", "65004"],
  ["Ask the owner of the API to give you access.", "50105"],
  ["Ask the owner of the API to give the app access.", "501051"],
  ["Sign in with an account of this tenant, or ask an administrator to invite this one.", "50020", "50034"],
  ["Change the password on a page of the authority, then sign in again.", "50055"],
  ["An administrator of the tenant has disabled the account; ask one.", "50057"],
  [`A second factor is wanted. ${person}`, "50072", "50074", "50076", "50079"],
  [person, "50058", "50173", "70008", "700082", "700084"],
  [policy, "53003", "50131"],
  [device, "53000", "53001", "53002", "530003"],
  ["Nobody entered the code in time; ask for a token again.", "70016", "70019", "70020"],
  [`The person's token is not good here: give a fresh one, of this tenant. ${clock}`, "50013"],
  [`The person's token has expired, or is not valid yet: give a fresh one. ${clock}`, "500133"],
  [
    "The person's token must be for this app: its audience (aud) is clientId. A token for another API, or for the one that is called, does not do.",
    "500131",
  ],
  ["The token that was given must be of a person, not of an app.", "7000114"],
];

/**
 * What to do, by the number behind `AADSTS`.
 * Sources: Microsoft, "Microsoft Entra authentication and authorization error codes"; of 7002xx "Workload identity
 * federation"; of 5001xx and 70001xx "OAuth 2.0 On-Behalf-Of flow".
 */
export const advice: ReadonlyMap<string, string> = new Map(
  rows.flatMap(([todo, ...codes]) => codes.map((code) => [code, todo] as const)),
);
