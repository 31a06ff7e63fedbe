import fc from 'fast-check';

/** Keys that S3 allows, as strange as they come. */
export const someKey: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      {
        weight: 4,
        arbitrary: fc.constantFrom('a', 'b', 'A', '.', '..', '', '%', '%e', '%o', '%2F', ' ', '-', '0'),
      },
      { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
      fc.constantFrom('x'.repeat(250), '.'.repeat(190), `${'ü'.repeat(120)}.`, '😀\uffff', 'a\r\n&<>"\''),
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((segments) => segments.join('/'))
  .filter((key) => key !== '' && !/\p{Surrogate}/u.test(key) && Buffer.byteLength(key) <= 1024);
