import { loadConfig, NODE_REGION_CONFIG_FILE_OPTIONS, NODE_REGION_CONFIG_OPTIONS } from '@smithy/core/config';
import { DEFAULT_REGION, SERVICE_NAME } from '../../contract/protocol.ts';
import { type S3Objects, s3Objects } from '../../service/s3-objects.ts';
import { serviceUrl } from '../../service/service-url.ts';

/** The objects of a bucket, in the region and at the endpoint that are configured for S3 unless they are given. */
export async function artifactObjectsIn(options: {
  readonly bucket: string;
  readonly prefix: string;
  readonly region: string | undefined;
  readonly endpoint: string | undefined;
}): Promise<S3Objects> {
  const { bucket, prefix } = options;
  const region = options.region ?? (await configuredRegion());
  const found = await serviceUrl({ serviceId: 'S3', host: SERVICE_NAME.s3, region });
  const endpoint = options.endpoint ?? (found.isConfigured ? found.url : undefined);
  return s3Objects({ bucket, prefix, region, endpoint });
}

const configuredRegion = loadConfig(
  { ...NODE_REGION_CONFIG_OPTIONS, default: DEFAULT_REGION },
  NODE_REGION_CONFIG_FILE_OPTIONS,
);
