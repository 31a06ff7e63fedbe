import { createHash } from 'node:crypto';
import { countries } from './destinations.ts';

/** What the booking form sends. */
export type Booking = {
  readonly name: string;
  readonly email: string;
  readonly country: string;
  readonly travelDate: string;
  readonly room: string;
  readonly message: string;
  readonly terms: boolean;
};

export const ROOMS: readonly string[] = ['Single room', 'Double room', 'Family room'];
const MAX_LENGTH = 2_000;

/** Reads a form body; anything that is missing is empty. */
export function readBooking(form: URLSearchParams): Booking {
  const text = (name: string): string => (form.get(name) ?? '').trim().slice(0, MAX_LENGTH);
  return {
    name: text('name'),
    email: text('email'),
    country: text('country'),
    travelDate: text('travel-date'),
    room: text('room'),
    message: text('message'),
    terms: form.get('terms') === 'yes',
  };
}

/** What is wrong with a booking, by field; empty when nothing is. */
export function problemsOf(booking: Booking): readonly string[] {
  const problems: string[] = [];
  if (booking.name === '') problems.push('Enter your name.');
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(booking.email))
    problems.push('Enter an email address such as ada@example.com.');
  if (!countries.includes(booking.country)) problems.push('Choose your country.');
  if (booking.travelDate !== '' && !/^\d{4}-\d{2}-\d{2}$/.test(booking.travelDate))
    problems.push('Choose a travel date.');
  if (!ROOMS.includes(booking.room)) problems.push('Choose a room.');
  if (!booking.terms) problems.push('Accept the terms.');
  return problems;
}

/** The same booking always gets the same number, such as `WF-3F9A21C0`. */
export function confirmationNumber(booking: Booking): string {
  const digest = createHash('sha256').update(JSON.stringify(booking)).digest('hex');
  return `WF-${digest.slice(0, 8).toUpperCase()}`;
}
