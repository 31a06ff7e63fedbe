import { type Html, html } from '../../../core/html.ts';
import { type Booking, confirmationNumber, ROOMS } from '../booking.ts';
import { countries } from '../destinations.ts';
import type { Site } from '../layout.ts';

/** The form; after a mistake it comes back filled in, with what to mend. */
export function bookingPage(site: Site, booking: Booking | null, problems: readonly string[]): Html {
  return html`<h1>Book a trip</h1>
${problems.length > 0 && html`<div class="problems" role="alert"><ul>${problems.map((problem) => html`<li>${problem}</li>`)}</ul></div>`}
<form class="booking" method="post" action="${site.base}/booking" novalidate aria-label="Booking">
<label>Full name<input name="name" autocomplete="name" value="${booking?.name ?? ''}"></label>
<label>Email address<input name="email" type="email" value="${booking?.email ?? ''}"></label>
<label for="country">Country</label>
<select id="country" name="country"><option value="">Choose a country</option>${countries.map((country) =>
    country === booking?.country
      ? html`<option selected>${country}</option>`
      : html`<option>${country}</option>`,
  )}</select>
<label>Travel date<input name="travel-date" type="date" value="${booking?.travelDate ?? ''}"></label>
<fieldset><legend>Room</legend>${ROOMS.map((room) => {
    const isChosen = room === (booking?.room ?? ROOMS[0]);
    return html`<label class="choice"><input type="radio" name="room" value="${room}"${isChosen && html` checked`}> ${room}</label>`;
  })}</fieldset>
<label>Message<textarea name="message" rows="3">${booking?.message ?? ''}</textarea></label>
<label class="choice"><input type="checkbox" name="terms" value="yes"${(booking?.terms ?? false) && html` checked`}> I accept the terms and conditions</label>
<button type="submit">Send booking</button>
</form>`;
}

/** Shown after a booking that has no mistakes. */
export function confirmationPage(booking: Booking): Html {
  return html`<h1>Thank you, ${booking.name}</h1>
<p role="status">Your booking has arrived.</p>
<dl class="facts">
<dt>Confirmation number</dt><dd id="confirmation-number">${confirmationNumber(booking)}</dd>
<dt>Email</dt><dd>${booking.email}</dd>
<dt>Country</dt><dd>${booking.country}</dd>
<dt>Room</dt><dd>${booking.room}</dd>
${booking.travelDate !== '' && html`<dt>Travel date</dt><dd>${booking.travelDate}</dd>`}
</dl>`;
}
