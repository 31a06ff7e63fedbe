/** So many of its newest runs say whether a workflow works. */
export const SHOWN_RECENT_RUNS = 20;
