import openapiTS, { astToString } from "openapi-typescript";

/** The `paths`, `components` and `operations` types of the document. */
export async function generatePathsTypes(file: URL): Promise<string> {
  return astToString(await openapiTS(file, { defaultNonNullable: false, silent: true }));
}
