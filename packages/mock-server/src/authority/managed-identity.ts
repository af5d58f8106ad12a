import { readResource } from "./audience.ts";
import { AuthorityError } from "./authority-error.ts";
import type { HomeDirectory } from "./home-directory.ts";
import type { Issue } from "./issue.ts";
import { requiredField } from "./required-field.ts";
import type { Standing } from "./standing.ts";

/** What a program of the machine must be given to find its identity: environment variables. */
export interface ManagedIdentity {
  /** As Azure App Service sets them. */
  readonly appService: { readonly IDENTITY_ENDPOINT: string; readonly IDENTITY_HEADER: string };
  /** In place of the address that virtual machines have (the instance metadata service). */
  readonly instanceMetadata: { readonly AZURE_POD_IDENTITY_AUTHORITY_HOST: string };
}

export interface ManagedIdentityOptions {
  readonly directory: HomeDirectory;
  readonly standing: Standing;
  readonly issue: Issue;
  /** What `X-IDENTITY-HEADER` must be. */
  readonly identityHeader: string;
}

const appServicePath = "/msi/token";
const instanceMetadataPath = "/metadata/identity/oauth2/token";

/** The variables for a server at an origin. */
export function describeManagedIdentity(origin: string, identityHeader: string): ManagedIdentity {
  return {
    appService: { IDENTITY_ENDPOINT: origin + appServicePath, IDENTITY_HEADER: identityHeader },
    instanceMetadata: { AZURE_POD_IDENTITY_AUTHORITY_HOST: origin },
  };
}

function requireVersion(query: URLSearchParams, version: string): void {
  const given = requiredField(query, "api-version");
  if (given !== version) {
    throw new AuthorityError(
      400,
      "invalid_request",
      900144,
      `The 'api-version' is '${given}'; only ${version} is known.`,
    );
  }
}

/** The errors of App Service are not documented; those of the platform's HTTP API have this shape. */
function appServiceError(statusCode: number, message: string): Response {
  return Response.json({ statusCode, message, correlationId: crypto.randomUUID() }, { status: statusCode });
}

function instanceMetadataError(error: string, description: string): Response {
  return Response.json({ error, error_description: description }, { status: 400 });
}

/**
 * Answers for the identities of the machine, in both shapes; `undefined` for every other path.
 *
 * Sources: Microsoft, "How to use managed identities for App Service and Azure Functions" (version 2019-08-01)
 * and "How to use managed identities for Azure resources on an Azure VM to acquire an access token" (2018-02-01).
 */
export function createManagedIdentity(
  options: ManagedIdentityOptions,
): (request: Request) => Promise<Response | undefined> {
  const { directory, standing, issue, identityHeader } = options;

  /**
   * A token, or `undefined` where the machine has no such identity.
   * @throws AuthorityError for an unknown resource or version
   */
  async function issueToken(url: URL, version: string) {
    requireVersion(url.searchParams, version);
    const resource = requiredField(url.searchParams, "resource");
    const audience = readResource(resource.replace(/\/$/, ""), directory);
    const app = directory.findManagedIdentity(url.searchParams.get("client_id") ?? undefined);
    if (app === undefined || standing.isDisabled(app.objectId)) return undefined;
    const issuer = `${url.origin}/${directory.tenantId}/v2.0`;
    const { token, issuedAt, expiresAt } = await issue({
      audience,
      issuer,
      app,
      user: undefined,
      answersChallenges: false,
    });
    return { clientId: app.clientId, token, resource, issuedAt, expiresAt };
  }

  async function answerAppService(request: Request, url: URL): Promise<Response> {
    if (request.headers.get("x-identity-header") !== identityHeader) {
      return appServiceError(401, "The header X-IDENTITY-HEADER is missing or wrong.");
    }
    const issued = await issueToken(url, "2019-08-01");
    if (issued === undefined) return appServiceError(400, "Managed identity not found for the client id.");
    const { token, resource, expiresAt, clientId } = issued;
    return Response.json({
      access_token: token,
      expires_on: String(expiresAt),
      resource,
      token_type: "Bearer",
      client_id: clientId,
    });
  }

  async function answerInstanceMetadata(request: Request, url: URL): Promise<Response> {
    if (request.headers.get("metadata")?.toLowerCase() !== "true") {
      return instanceMetadataError("bad_request_102", "Required metadata header not specified");
    }
    const issued = await issueToken(url, "2018-02-01");
    if (issued === undefined) return instanceMetadataError("invalid_request", "Identity not found");
    const { token, resource, issuedAt, expiresAt } = issued;
    return Response.json({
      access_token: token,
      refresh_token: "",
      expires_in: String(expiresAt - issuedAt),
      expires_on: String(expiresAt),
      not_before: String(issuedAt),
      resource,
      token_type: "Bearer",
    });
  }

  return async (request) => {
    const url = new URL(request.url);
    const isAppService = url.pathname === appServicePath;
    if (!isAppService && url.pathname !== instanceMetadataPath) return undefined;
    try {
      return await (isAppService ? answerAppService(request, url) : answerInstanceMetadata(request, url));
    } catch (error) {
      if (!(error instanceof AuthorityError)) throw error;
      return isAppService ? appServiceError(400, error.message) : instanceMetadataError(error.error, error.message);
    }
  };
}
