import type { ImsTagOptions } from "./ims-tag.ts";

/** Names as public sources have them; the rest is made up. Source: EVIDENCE.md. */
export const exampleImsTags: readonly ImsTagOptions[] = [
  {
    uid: "GRA-15",
    imsType: "PI",
    systemCode: "GRA-IMS",
    plantSapCode: "1755",
    plantStidCode: "GRA",
    tag: "GRA-STAT-20-1310_G01.ST",
    terminal: "PRIM",
    description: "Example state",
    engUnits: "",
    stepped: "true",
    source: "IMS",
  },
  {
    uid: "ASGB-1030",
    imsType: "IP21",
    systemCode: "ASGB-IMS",
    plantSapCode: "1191",
    plantStidCode: "ASGB",
    tag: "ASGB.17IIC1030/Meas/PRIM",
    terminal: "PRIM",
    description: "Example current",
    engUnits: "A",
    stepped: "false",
    source: "IMS",
  },
  {
    uid: "ASGB-1031",
    imsType: "IP21",
    systemCode: "ASGB-IMS",
    plantSapCode: "1191",
    plantStidCode: "ASGB",
    tag: "ASGB.17IIC1031/Meas/PRIM",
    terminal: "PRIM",
    description: "Example current",
    engUnits: "A",
    stepped: "false",
    source: "IMS",
  },
];
