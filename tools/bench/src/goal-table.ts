import type { Table } from "./claim.ts";
import { formatNumber } from "./duration-table.ts";
import { judge } from "./goal.ts";
import type { Floor, Goal } from "./goal.ts";
import { summarize } from "./statistics.ts";

function formatFloor(floor: Floor | undefined, unit: string): string {
  if (floor === undefined) return "";
  return "atLeast" in floor ? `≥ ${floor.atLeast} ${unit}` : `≤ ${floor.atMost} ${unit}`;
}

/** Goals with their results; without verdicts where nothing is judged. */
export function createGoalTable(goals: readonly Goal[], isJudged: boolean): Table {
  return {
    title: "Goals",
    head: ["goal", "floor", "result", "p10–p90", "verdict"],
    rows: goals.map((goal) => {
      const { median, p10, p90 } = summarize(goal.samples);
      return [
        goal.name,
        formatFloor(goal.floor, goal.unit),
        `${formatNumber(median)} ${goal.unit}`,
        `${formatNumber(p10)}–${formatNumber(p90)}`,
        isJudged ? judge(goal) : "not judged",
      ];
    }),
  };
}
