/** Who can mend an error: the caller (`user`), this machine or browser (`client`), or AWS (`service`). */
export type ErrorSource = 'user' | 'client' | 'service';
