/** Brackets that may be open at once. The service's answers have six. */
export const maxDepth = 256;
