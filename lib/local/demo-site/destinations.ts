type Trip = {
  readonly city: string;
  readonly country: string;
  readonly nights: number;
  /** In US dollars, for each traveller. */
  readonly price: number;
  readonly season: string;
};

const rows: readonly (readonly [string, string, number, number, string])[] = [
  ['Lisbon', 'Portugal', 4, 420, 'Spring'],
  ['Bergen', 'Norway', 5, 690, 'Summer'],
  ['Quebec', 'Canada', 6, 880, 'Autumn'],
  ['Kyoto', 'Japan', 9, 1540, 'Spring'],
  ['Ljubljana', 'Slovenia', 3, 310, 'Summer'],
  ['Oaxaca', 'Mexico', 7, 760, 'Winter'],
  ['Galway', 'Ireland', 4, 455, 'Summer'],
];

/** The trips of this year. */
export const destinations: readonly Trip[] = rows.map(([city, country, nights, price, season]) => ({
  city,
  country,
  nights,
  price,
  season,
}));

/** Countries that bookings can come from. */
export const countries: readonly string[] = [
  'Australia',
  'Austria',
  'Brazil',
  'Canada',
  'Denmark',
  'France',
  'Germany',
  'India',
  'Ireland',
  'Italy',
  'Japan',
  'Mexico',
  'Netherlands',
  'New Zealand',
  'Norway',
  'Portugal',
  'Slovenia',
  'Spain',
  'Sweden',
  'Switzerland',
  'United Kingdom',
  'United States',
];
