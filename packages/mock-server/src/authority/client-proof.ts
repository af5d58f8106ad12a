import { decodeProtectedHeader } from "jose/decode/protected_header";
import * as errors from "jose/errors";
import { createLocalJWKSet } from "jose/jwks/local";
import { decodeJwt } from "jose/jwt/decode";
import { jwtVerify } from "jose/jwt/verify";
import { importX509 } from "jose/key/import";
import { clockToleranceSeconds } from "./access-tokens.ts";
import { AuthorityError } from "./authority-error.ts";
import type { App, FederatedCredentialOptions } from "./directory.ts";
import { hashCertificate, readCertificate } from "./read-certificate.ts";
import { requiredField } from "./required-field.ts";

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const defaultFederatedAudience = "api://AzureADTokenExchange";

/** Where and when a proof is given. */
export interface ProofContext {
  /** What an app that signs with its certificate may say its assertion is for. */
  readonly audiences: readonly string[];
  /** The time that programs outside know, in milliseconds since 1970-01-01T00:00:00Z: their clock is not the mock's. */
  readonly realNowMs: number;
}

function refuseClient(code: number, message: string): AuthorityError {
  return new AuthorityError(401, "invalid_client", code, message);
}

function decodeAssertion(assertion: string) {
  try {
    return { header: decodeProtectedHeader(assertion), claims: decodeJwt(assertion) };
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) {
      throw refuseClient(50027, "The client assertion is not a JWT.");
    }
    throw error;
  }
}

/** What a refused assertion means; the same for both kinds. */
function explainAssertion(error: unknown): unknown {
  if (!(error instanceof errors.JOSEError)) return error;
  const isTime =
    error instanceof errors.JWTExpired ||
    (error instanceof errors.JWTClaimValidationFailed && ["exp", "nbf", "iat"].includes(error.claim));
  if (isTime) return refuseClient(700024, "The client assertion is not within its valid time range.");
  return refuseClient(700027, "The signature of the client assertion is not one of a key that the app has.");
}

/** An assertion that the app signed itself. Source: Microsoft, "Application authentication certificate credentials". */
async function checkCertificate(app: App, assertion: string, { audiences, realNowMs }: ProofContext): Promise<void> {
  const { header, claims } = decodeAssertion(assertion);
  if (claims.iss !== app.clientId || claims.sub !== app.clientId) {
    throw refuseClient(700021, "The client assertion's 'iss' and 'sub' are not the 'client_id'.");
  }
  const certificate = app.certificate === undefined ? undefined : readCertificate(app.certificate, "certificate");
  const thumbprints = certificate === undefined ? [] : await hashCertificate(certificate);
  // MSAL for Python writes it with padding, which RFC 7515 §2 leaves out.
  const thumbprint: unknown = header.x5t ?? header["x5t#S256"];
  const named = typeof thumbprint === "string" ? thumbprint.replace(/=+$/, "") : "";
  if (app.certificate === undefined || certificate === undefined || !thumbprints.includes(named)) {
    throw refuseClient(
      700027,
      "The client assertion was signed with a key that was not found: 'x5t' names none of the app.",
    );
  }
  if (realNowMs < certificate.notBeforeMs || realNowMs > certificate.notAfterMs) {
    throw refuseClient(
      700027,
      "The client assertion was signed with a key that has expired, by the app's certificate.",
    );
  }
  const aud = [claims.aud].flat();
  if (!audiences.some((audience) => aud.includes(audience))) {
    throw refuseClient(700023, `The client assertion's 'aud' is not ${audiences.join(" or ")}.`);
  }
  try {
    const alg = header.alg === "PS256" ? "PS256" : "RS256";
    await jwtVerify(assertion, await importX509(app.certificate, alg), {
      algorithms: [alg],
      requiredClaims: ["exp"],
      clockTolerance: clockToleranceSeconds,
      currentDate: new Date(realNowMs),
    });
  } catch (error) {
    throw explainAssertion(error);
  }
}

/** An assertion of another issuer. Source: Microsoft, "Workload identity federation". */
async function checkFederated(
  { issuer, subject, audience = defaultFederatedAudience, keys }: FederatedCredentialOptions,
  assertion: string,
  realNowMs: number,
): Promise<void> {
  const { claims } = decodeAssertion(assertion);
  const refuse = (code: number, claim: string): AuthorityError =>
    refuseClient(code, `No federated credential of the app has the assertion's ${claim}.`);
  if (claims.iss !== issuer) throw refuse(700211, "issuer");
  if (claims.sub !== subject) throw refuse(700213, "subject");
  if (![claims.aud].flat().includes(audience)) throw refuse(700212, "audience");
  try {
    await jwtVerify(assertion, createLocalJWKSet({ keys: [...keys] }), {
      algorithms: ["RS256"],
      requiredClaims: ["exp"],
      clockTolerance: clockToleranceSeconds,
      currentDate: new Date(realNowMs),
    });
  } catch (error) {
    throw explainAssertion(error);
  }
}

function checkSecret(app: App, secret: string): void {
  if (app.publicClient === true && app.clientSecret === undefined) {
    throw refuseClient(700025, "The app is public, so neither 'client_assertion' nor 'client_secret' may be given.");
  }
  if (secret !== app.clientSecret) {
    throw refuseClient(7000215, `The client secret is not one of app '${app.clientId}'.`);
  }
}

/**
 * Checks that a request comes from the app: by its secret, or by an assertion that it signed, or another issuer.
 *
 * @returns whether there was a proof; a public client may go without, where the grant lets it
 * @throws AuthorityError for a proof that is wrong
 */
export async function proveClient(form: URLSearchParams, app: App, context: ProofContext): Promise<boolean> {
  const assertion = form.get("client_assertion");
  if (assertion !== null) {
    if (requiredField(form, "client_assertion_type") !== assertionType) {
      throw new AuthorityError(
        400,
        "invalid_request",
        900144,
        `The request's 'client_assertion_type' is not '${assertionType}'.`,
      );
    }
    const isOwn = decodeAssertion(assertion).claims.iss === app.clientId;
    if (app.federatedCredential !== undefined && !isOwn) {
      await checkFederated(app.federatedCredential, assertion, context.realNowMs);
    } else {
      await checkCertificate(app, assertion, context);
    }
    return true;
  }
  const secret = form.get("client_secret");
  if (secret === null) return false;
  checkSecret(app, secret);
  return true;
}
