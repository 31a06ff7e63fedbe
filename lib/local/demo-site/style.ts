/** The look of the site; system fonts only, nothing is loaded from elsewhere. */
export const DEMO_SITE_STYLE = `
:root { --ink: #1d2733; --soft: #5b6b7c; --line: #d9e0e6; --sea: #0b6e78; --sand: #f7f4ee; --sun: #e8a33d; }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--sand); }
header.top { display: flex; gap: 1.5rem; align-items: center; padding: .75rem 2rem; background: #fff; border-bottom: 1px solid var(--line); }
header.top nav { display: flex; gap: 1.25rem; flex: 1; }
.brand { font-weight: 700; font-size: 1.25rem; text-decoration: none; color: var(--sea); }
a { color: var(--sea); }
main { max-width: 68rem; margin: 0 auto; padding: 2rem; }
h1 { font-size: 2rem; margin: 0 0 1rem; }
footer { padding: 2rem; text-align: center; color: var(--soft); border-top: 1px solid var(--line); }
button, .button { display: inline-block; font: inherit; padding: .5rem 1rem; border: 0; border-radius: .4rem; background: var(--sea); color: #fff; cursor: pointer; text-decoration: none; }
.quiet { background: #fff; color: var(--sea); border: 1px solid var(--sea); }
input, select, textarea { font: inherit; padding: .5rem; border: 1px solid var(--line); border-radius: .4rem; background: #fff; }
form.search { display: flex; gap: .5rem; align-items: center; margin: 1rem 0 2rem; }
form.search input { flex: 1; }
form.booking { display: grid; gap: 1rem; max-width: 34rem; }
form.booking label { display: grid; gap: .25rem; font-weight: 600; }
form.booking label.choice { display: flex; gap: .5rem; align-items: center; font-weight: 400; }
fieldset { border: 1px solid var(--line); border-radius: .4rem; }
.cards { list-style: none; display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: 1rem; padding: 0; }
.card { background: #fff; border: 1px solid var(--line); border-radius: .6rem; padding: 1rem; }
.card h2 { font-size: 1.1rem; margin: 0 0 .5rem; }
.price { font-weight: 700; }
.rating { color: var(--soft); }
table { border-collapse: collapse; width: 100%; background: #fff; }
th, td { text-align: left; padding: .6rem .8rem; border-bottom: 1px solid var(--line); }
.pages { display: flex; gap: .75rem; margin-top: 1.5rem; }
.problems { color: #9b1c1c; background: #fdeaea; padding: 1rem 2rem; border-radius: .4rem; }
dl.facts { display: grid; grid-template-columns: max-content 1fr; gap: .4rem 1.5rem; }
dl.facts dt { color: var(--soft); } dl.facts dd { margin: 0; }
.chapter { min-height: 26rem; }
`;
