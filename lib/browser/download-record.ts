/** A file that a page offered and the browser took, as it was when it was asked for. */
export type PageDownload = DownloadUnderWay | CompleteDownload | BrokenDownload;

/** What is known of a download from its beginning. */
export interface DownloadFacts {
  /** The name that the site gives it, as it came: not one to make a path of. */
  readonly suggestedName: string;
  /** Where it comes from, without user name and password. */
  readonly url: string;
}

/** It is not known yet what becomes of it. */
export interface DownloadUnderWay extends DownloadFacts {
  readonly state: 'in progress';
}

/** The whole file is there. */
export interface CompleteDownload extends DownloadFacts {
  readonly state: 'complete';
  /** The suggested name, cleaned, and numbered if there was such a file: `report (1).pdf`. */
  readonly fileName: string;
  /** Absolute. */
  readonly path: string;
  readonly sizeBytes: number;
}

/** There is no file: it broke off or could not be saved (`failed`), or the session was closed before it was complete (`canceled`). */
export interface BrokenDownload extends DownloadFacts {
  readonly state: 'failed' | 'canceled';
  /** Why, in words. */
  readonly error: string;
}
