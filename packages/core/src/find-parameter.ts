import type { Operation, OperationParameter } from "./operation.ts";

/** What the document says of one parameter. @throws TypeError where the operation has no such parameter */
export function findParameter({ operationId, parameters }: Operation, name: string): OperationParameter {
  const found = parameters.find((parameter) => parameter.name === name);
  if (found === undefined) throw new TypeError(`${operationId} has no parameter ${name}.`);
  return found;
}
