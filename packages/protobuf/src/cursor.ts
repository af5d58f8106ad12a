/**
 * Where one of the fast loops goes on, and where it has stopped. All of them share this one, and take nothing else but
 * numbers and arrays: an engine drops compiled code when it collects the last object of a class that the code knows,
 * as happens between two answers.
 */
export const cursor: { position: number; row: number; column: number } = { position: 0, row: 0, column: 0 };

/** An engine learns a loop from its calls: one call for a whole answer would be over before the loop is compiled well. */
export const maxRowsPerCall = 1024;
