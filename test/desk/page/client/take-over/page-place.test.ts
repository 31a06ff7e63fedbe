import { expect, test } from '@jest/globals';
import {
  dragged,
  fitted,
  nearestOnPage,
  spotOnPage,
  zoomed,
} from '../../../../../lib/desk/page/client/take-over/page-place.ts';

const page = { width: 1280, height: 800 };
const phone = { width: 390, height: 600 };

test('a telephone shows the whole page in its middle', () => {
  const place = fitted(phone, page);
  expect(place.scale).toBeCloseTo(390 / 1280);
  expect(place.left).toBe(0);
  expect(place.top).toBeCloseTo((600 - 800 * place.scale) / 2);
});

test('a large screen does not blow it up', () => {
  expect(fitted({ width: 2560, height: 1600 }, page)).toEqual({ scale: 1, left: 640, top: 400 });
});

test('a tap is where it is on the page, also zoomed and moved', () => {
  const at = { x: 100, y: 300 };
  const before = spotOnPage(fitted(phone, page), at, page);
  const near = zoomed(fitted(phone, page), 4, at, phone, page);
  const after = spotOnPage(near, at, page);
  expect(after?.x).toBeCloseTo(before?.x ?? Number.NaN);
  expect(after?.y).toBeCloseTo(before?.y ?? Number.NaN);
});

test('beside the page is nowhere, but a pressed pointer stays at its edge', () => {
  const place = fitted(phone, page);
  expect(spotOnPage(place, { x: 10, y: 5 }, page)).toBeUndefined();
  expect(nearestOnPage(place, { x: 10, y: 5 }, page).y).toBe(0);
  expect(nearestOnPage(place, { x: 5_000, y: 5_000 }, page)).toEqual({ x: 1279, y: 799 });
});

test('a finger scrolls the page when the picture cannot be moved, and moves it first when it can', () => {
  const whole = dragged(fitted(phone, page), { x: 0, y: -39 }, phone, page);
  expect(whole.rest.y).toBeCloseTo(-39 / (390 / 1280));

  const near = zoomed(fitted(phone, page), 4, { x: 0, y: 300 }, phone, page);
  const moved = dragged(near, { x: -10, y: -10 }, phone, page);
  expect(moved.place.left).toBeCloseTo(near.left - 10);
  expect(moved.rest).toEqual({ x: 0, y: 0 });
  const end = dragged(near, { x: 0, y: -100_000 }, phone, page);
  expect(end.place.top).toBeCloseTo(phone.height - page.height * near.scale);
  expect(end.rest.y).toBeLessThan(-1_000);
});

test('it becomes no smaller than whole', () => {
  const place = fitted(phone, page);
  expect(zoomed(place, 0.1, { x: 0, y: 0 }, phone, page)).toEqual(place);
});
