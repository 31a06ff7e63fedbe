/** Where a base image is pulled from, if that needs to be signed in to. */
export type BaseRegistry =
  | { readonly kind: 'ecr-public'; readonly host: string }
  | {
      readonly kind: 'ecr';
      readonly host: string;
      readonly account: string;
      readonly region: string;
      readonly repositoryName: string;
    };

/**
 * The registry of a base image that AWS runs: ECR Public, which limits strangers, or a private one.
 *
 * @returns nothing for all other registries: they are pulled from without signing in
 */
export function baseRegistryOf(image: string): BaseRegistry | undefined {
  if (image.startsWith(`${ECR_PUBLIC}/`)) return { kind: 'ecr-public', host: ECR_PUBLIC };
  const [, host, account, region, repositoryName] = ECR_IMAGE.exec(image) ?? [];
  if (!host || !account || !region || !repositoryName) return undefined;
  return { kind: 'ecr', host, account, region, repositoryName };
}

const ECR_PUBLIC = 'public.ecr.aws';
const ECR_IMAGE = /^((\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?)\/([^:@]+)/;
