import { hashText } from "../hash-text.ts";
import { tagKinds } from "./tag-kinds.ts";
import type { TagKind } from "./tag-kinds.ts";

/** One of the series of a plant. */
export interface PlantTag {
  readonly facility: string;
  readonly name: string;
  /** The pump that it belongs to. */
  readonly pump: string;
  readonly kind: TagKind;
}

/**
 * Separation, oil export, gas compression, gas treatment, gas export, water injection, cooling, flare, oily water.
 * Source of the numbers: NORSOK Z-DP-002.
 */
const systems = [20, 21, 23, 24, 27, 29, 40, 43, 44] as const;

/**
 * Its name is such as `1219-PT-23011`: kind, system, and the number of the pump with that of the sensor.
 *
 * @param number which of the plant's tags it is, from 0 on
 */
export function describeTag(facility: string, number: number): PlantTag {
  const position = number % tagKinds.length;
  const kind = tagKinds[position]!;
  const pump = Math.floor(number / tagKinds.length);
  const system = systems[pump % systems.length]!;
  const train = `${system}${String(Math.floor(pump / systems.length) + 1).padStart(2, "0")}`;
  const earlier = tagKinds.slice(0, position).filter(({ letters }) => letters === kind.letters).length;
  const name = `${facility}-${kind.letters}-${train}${earlier + 1}`;
  return { facility, name, pump: `${facility}-PA-${train}`, kind };
}

/** The numbers that everything is computed from: of the sensor, of its pump and of the whole plant. */
export interface TagSeeds {
  readonly sensor: number;
  readonly pump: number;
  readonly plant: number;
}

export function createTagSeeds({ facility, name, pump }: PlantTag, seed: number): TagSeeds {
  const of = (text: string): number => hashText(JSON.stringify(["plant", seed, facility.toLowerCase(), text]))[0];
  return { sensor: of(name), pump: of(pump), plant: of("") };
}
