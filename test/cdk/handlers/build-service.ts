import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What becomes of a build. */
export type Fate =
  /** It pushes the image. */
  | 'builds'
  /** Its role may not read the source yet. */
  | 'denied'
  /** A command of the Dockerfile fails. */
  | 'fails'
  /** It never ends. */
  | 'hangs'
  /** It says that it has pushed an image, and has not. */
  | 'loses'
  /** Somebody else pushes the same tag while it builds. */
  | 'comes second';

/** CodeBuild with one project, ECR with one repository and the logs of the builds, as far as the function asks. */
export interface BuildService extends AsyncDisposable {
  readonly url: string;
  /** Tags in the repository `images`. They never move. */
  readonly tags: Set<string>;
  /** Names of the operations that were called, in their order; looks at builds and images left out. */
  readonly calls: readonly string[];
  /** What CloudFormation was answered. */
  readonly answers: readonly { readonly Status: string; readonly Reason?: string }[];
}

/**
 * @param options.fates of the builds, in the order in which they are started
 * @param options.denials how many calls are denied at first, as while permissions have not arrived
 */
export async function startBuildService(options: {
  readonly tag: string;
  readonly fates?: readonly Fate[];
  readonly denials?: number;
}): Promise<BuildService> {
  const { tag, fates = [] } = options;
  let denials = options.denials ?? 0;
  const tags = new Set<string>();
  const calls: string[] = [];
  const answers: { Status: string; Reason?: string }[] = [];
  const builds: BuildOfProject[] = [];

  const operations: Readonly<Record<string, (input: Input) => object>> = {
    StartBuild: ({ projectName }) => {
      if (projectName !== 'project') throw new ServiceError('ResourceNotFoundException', 'No such project');
      const build = new BuildOfProject(builds.length, fates[builds.length] ?? 'hangs');
      builds.push(build);
      return { build: build.shown };
    },
    BatchGetBuilds: ({ ids = [] }) => {
      const found = builds.filter(({ id }) => ids.includes(id));
      for (const build of found) build.advance({ tag, tags });
      return { builds: found.map(({ shown }) => shown) };
    },
    StopBuild: ({ id }) => {
      const build = builds.find((each) => each.id === id);
      build?.end('STOPPED', 'STOPPED', 'Stopped by somebody');
      return { build: build?.shown };
    },
    DescribeImages: ({ repositoryName, imageIds = [] }) => {
      if (repositoryName !== 'images')
        throw new ServiceError('RepositoryNotFoundException', 'No such repository');
      const found = imageIds.filter(({ imageTag = '' }) => tags.has(imageTag));
      if (found.length === 0) throw new ServiceError('ImageNotFoundException', 'No such image');
      return { imageDetails: found.map(({ imageTag }) => ({ imageTags: [imageTag] })) };
    },
    GetLogEvents: ({ logGroupName, logStreamName }) => {
      if (logGroupName !== 'build-logs') throw new ServiceError('ResourceNotFoundException', 'No such group');
      return { events: [{ message: `of ${logStreamName}\n` }, { message: 'E: Unable to locate package\n' }] };
    },
  };

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const input = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    if (request.method === 'PUT') {
      answers.push(input);
      response.end();
      return;
    }
    const [, name = ''] = String(request.headers['x-amz-target']).split('.');
    if (!['BatchGetBuilds', 'DescribeImages'].includes(name)) calls.push(name);
    try {
      if (denials > 0) {
        denials -= 1;
        throw new ServiceError('AccessDeniedException', `not authorized to perform ${name}`);
      }
      response.setHeader('content-type', 'application/x-amz-json-1.1');
      response.end(JSON.stringify(operations[name]?.(input) ?? {}));
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      response.statusCode = 400;
      response.end(JSON.stringify({ __type: error.type, message: error.message }));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    tags,
    calls,
    answers,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Input {
  readonly projectName?: string;
  readonly id?: string;
  readonly ids?: readonly string[];
  readonly repositoryName?: string;
  readonly imageIds?: readonly { readonly imageTag?: string }[];
  readonly logGroupName?: string;
  readonly logStreamName?: string;
}

class ServiceError extends Error {
  readonly type: string;
  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

const PHASES = ['SUBMITTED', 'QUEUED', 'PROVISIONING', 'DOWNLOAD_SOURCE', 'PRE_BUILD', 'BUILD', 'COMPLETED'];

/** A build goes one phase further each time somebody looks at it. */
class BuildOfProject {
  readonly id: string;
  readonly #fate: Fate;
  #reached = 0;
  #status = 'IN_PROGRESS';
  #failure: { readonly phaseStatus: string; readonly message: string } | undefined;

  constructor(index: number, fate: Fate) {
    this.id = `project:${index}`;
    this.#fate = fate;
  }

  get shown(): object {
    const phases = PHASES.slice(0, this.#reached + 1).map((phaseType, index) =>
      index < this.#reached
        ? { phaseType, phaseStatus: 'SUCCEEDED' }
        : {
            phaseType,
            ...(this.#failure && {
              phaseStatus: this.#failure.phaseStatus,
              contexts: [{ statusCode: 'CLIENT_ERROR', message: this.#failure.message }],
            }),
          },
    );
    return {
      id: this.id,
      buildStatus: this.#status,
      currentPhase: PHASES[this.#reached],
      phases,
      logs: { groupName: 'build-logs', streamName: this.id, deepLink: 'https://console.example/log' },
    };
  }

  advance({ tag, tags }: { readonly tag: string; readonly tags: Set<string> }): void {
    if (this.#status !== 'IN_PROGRESS') return;
    this.#reached += 1;
    const phase = PHASES[this.#reached];
    if (phase === 'DOWNLOAD_SOURCE' && this.#fate === 'denied') {
      this.end('FAILED', 'FAILED', 'AccessDenied: Access Denied for primary source');
    }
    if (phase !== 'BUILD') return;
    if (this.#fate === 'hangs') this.#reached -= 1;
    if (this.#fate === 'fails') this.end('FAILED', 'FAILED', 'Error while executing command: docker build');
    if (this.#fate === 'comes second') {
      tags.add(tag);
      this.end('FAILED', 'FAILED', 'tag is immutable');
    }
    if (this.#fate === 'builds') tags.add(tag);
    if (this.#fate === 'builds' || this.#fate === 'loses') this.#status = 'SUCCEEDED';
  }

  end(status: string, phaseStatus: string, message: string): void {
    this.#status = status;
    this.#failure = { phaseStatus, message };
  }
}
