export type Product = {
  readonly id: string;
  readonly name: string;
  /** In US dollars. */
  readonly price: number;
  /** 0 to 5. */
  readonly rating: number;
  readonly reviews: number;
  readonly category: string;
  readonly stock: number;
  readonly description: string;
};

const rows: readonly (readonly [string, number, number, number, string, number, string])[] = [
  [
    'Red Trail Shoes',
    89.5,
    4.6,
    212,
    'Shoes',
    14,
    'Light shoes with a firm grip for wet paths and long days.',
  ],
  ['Red City Shoes', 64, 4.1, 88, 'Shoes', 9, 'Soft leather shoes that go from the train to the theatre.'],
  ['Blue Harbour Shoes', 72.25, 4.3, 140, 'Shoes', 0, 'Canvas shoes with rope soles, best worn near water.'],
  ['Green Valley Boots', 149, 4.8, 301, 'Shoes', 22, 'Waterproof boots for a week in the hills.'],
  ['Red Canvas Shoes', 39.9, 3.9, 57, 'Shoes', 31, 'Simple shoes that fold flat in a suitcase.'],
  ['Night Train Backpack', 118, 4.7, 265, 'Bags', 18, 'Forty litres, many pockets, fits below every seat.'],
  ['Weekend Duffel', 84.75, 4.4, 119, 'Bags', 7, 'Room for three days and one good book.'],
  ['Cabin Suitcase', 159, 4.5, 430, 'Bags', 12, 'Four quiet wheels and a lock that you can trust.'],
  ['Belt Pouch', 24.5, 4, 66, 'Bags', 40, 'Keeps passport and tickets close.'],
  ['Storm Jacket', 199, 4.9, 512, 'Clothing', 16, 'Wind and rain stay outside, warmth stays in.'],
  ['Merino Travel Shirt', 58, 4.6, 204, 'Clothing', 27, 'Dries over night and never needs an iron.'],
  ['Red Wool Scarf', 32, 4.2, 91, 'Clothing', 25, 'Two metres of warmth for cold platforms.'],
  ['Sun Hat', 27.5, 4.1, 73, 'Clothing', 33, 'A wide brim that packs small.'],
  ['Paper Map of the Alps', 12.95, 4.8, 48, 'Guides', 60, 'Works without a battery.'],
  ['Phrase Book in Nine Languages', 15.5, 4.3, 102, 'Guides', 52, 'How to ask for tea, tickets and the way.'],
  ['Steel Water Bottle', 29, 4.7, 388, 'Gear', 44, 'Keeps tea hot for twelve hours.'],
  ['Head Lamp', 36.4, 4.5, 176, 'Gear', 19, 'Finds the hut after sunset.'],
  ['Travel Pillow', 21.9, 3.8, 154, 'Gear', 28, 'For people who can sleep on a bus, and for others.'],
];

/** What the shop sells. */
export const products: readonly Product[] = rows.map(
  ([name, price, rating, reviews, category, stock, description], index) => ({
    id: String(index + 1),
    name,
    price,
    rating,
    reviews,
    category,
    stock,
    description,
  }),
);

/** Products whose name, category or description has every word of the query; all of them for an empty query. */
export function searchProducts(query: string): readonly Product[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return products.filter((product) => {
    const text = `${product.name} ${product.category} ${product.description}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

export const findProduct = (id: string): Product | undefined => products.find((product) => product.id === id);

/** `$89.50` */
export const dollars = (amount: number): string => `$${amount.toFixed(2)}`;
