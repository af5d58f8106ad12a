/** Where a caller has its live data of one API sent. */
export interface Destination {
  readonly api: string;
  readonly customerId: string;
  /** Of an Azure Event Hub. */
  readonly connectionString: string;
}

/** One destination per caller and API: a new one takes the place of the old. */
export interface Destinations {
  readonly all: readonly Destination[];
  set(destination: Destination): void;
  load(all: readonly Destination[]): void;
}

export function createDestinations(): Destinations {
  let all: readonly Destination[] = [];
  return {
    get all() {
      return all;
    },
    set(destination) {
      const { api, customerId } = destination;
      all = [...all.filter((one) => one.api !== api || one.customerId !== customerId), destination];
    },
    load(given) {
      all = given;
    },
  };
}
