import { run } from "./run.ts";

interface License {
  readonly license?: { readonly id?: string; readonly name?: string };
  readonly expression?: string;
}
interface Component {
  readonly name: string;
  readonly version: string;
  readonly licenses?: readonly License[];
  readonly externalReferences?: readonly { readonly type: string }[];
}
export interface Sbom {
  readonly components: readonly Component[];
}

/** Licences that ask for no more than their text and a name beside what is shipped. */
const allowed = new Set(["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BlueOak-1.0.0", "ISC", "MIT"]);

/**
 * The packages that a project has at run time, as CycloneDX by `npm sbom`. From where the machine
 * took them is left out: that is the machine's business.
 */
export async function createSbom(folder: string): Promise<Sbom> {
  const text = await run("npm", ["sbom", "--sbom-format", "cyclonedx", "--omit", "dev"], { cwd: folder });
  const sbom = JSON.parse(text) as Sbom;
  const components = sbom.components.map((component) => ({
    ...component,
    externalReferences: component.externalReferences?.filter(({ type }) => type !== "distribution") ?? [],
  }));
  return { ...sbom, components };
}

const textOf = ({ license, expression }: License): string => expression ?? license?.id ?? license?.name ?? "?";

/** An expression such as `(MIT OR GPL-2.0)` is allowed where one side of each OR is. */
const isAllowed = (expression: string): boolean =>
  expression
    .replaceAll(/[()]/g, "")
    .split(" AND ")
    .every((part) => part.split(" OR ").some((license) => allowed.has(license)));

/** Dependencies whose licence is not on the list: a text each. */
export const checkLicences = ({ components }: Sbom): readonly string[] =>
  components
    .map(({ name, version, licenses = [] }) => ({ name, version, texts: licenses.map(textOf) }))
    .filter(({ texts }) => texts.length === 0 || !texts.every(isAllowed))
    .map(
      ({ name, version, texts }) =>
        `${name} ${version} has the licence ${texts.join(", ") || "(none)"}, which is not on the list, so users would have ` +
        "to ask their lawyers. Do without it, or have whoever answers for the project put the licence on the list in " +
        "tools/release-check/src/sbom.ts.",
    );
