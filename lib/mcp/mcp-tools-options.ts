/** Where a server is, and which of its tools a session gets. */
export type McpToolsOptions = McpToolChoiceOptions & (McpStdioServerOptions | McpHttpServerOptions);

/** A server that is started for each session, and talked to by its standard input and output. */
export interface McpStdioServerOptions {
  /** The program, such as `npx`, without a shell. */
  readonly command: string;
  /** Its arguments. @default none */
  readonly args?: readonly string[] | undefined;
  /**
   * Variables of its environment. Beside these it has only `HOME`, `LOGNAME`, `PATH`, `SHELL`, `TERM` and `USER` (on Windows
   * their likes) of this process: no credentials of AWS, unless they are given here.
   * @default none
   */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Its working directory. @default that of this process */
  readonly cwd?: string | undefined;
  readonly url?: undefined;
  readonly headers?: undefined;
}

/** A server that runs already, behind streamable HTTP. */
export interface McpHttpServerOptions {
  /** Such as `https://mcp.example.com/mcp`. Redirects are not followed: headers are for this server only. */
  readonly url: string;
  /** Sent with each request, such as `Authorization`. @default none */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly command?: undefined;
  readonly args?: undefined;
  readonly env?: undefined;
  readonly cwd?: undefined;
}

/** Which tools a session gets, by which names, and how long it waits. */
export interface McpToolChoiceOptions {
  /** Names of tools, as the server has them: no others are taken. @default all */
  readonly only?: readonly string[] | undefined;
  /** Names of tools, as the server has them, that are left out; not together with `only`. @default none */
  readonly except?: readonly string[] | undefined;
  /** Stands before the name of each tool, such as `orders_`, so that tools of several servers can be told apart. @default none */
  readonly prefix?: string | undefined;
  /** How long the server may take to start, connect and list its tools, in milliseconds from 2000 to 1800000. @default 60000 */
  readonly connectTimeoutMs?: number | undefined;
  /** How long one call of a tool may take, in milliseconds from 2000 to 1800000. Then the act fails with ActMCPError. @default 60000 */
  readonly callTimeoutMs?: number | undefined;
}
