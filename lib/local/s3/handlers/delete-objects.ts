import { messageOf } from '../../../core/errors.ts';
import { isRecord } from '../../../core/is-record.ts';
import { refuseAgainstConditions } from '../conditions.ts';
import { malformedXml, parseXml } from '../read-xml.ts';
import type { S3Answer, S3Call, S3Service } from '../s3-call.ts';
import { S3Error } from '../s3-error.ts';
import { S3_NAMESPACE, type XmlMembers } from '../xml.ts';

export async function deleteObjects(call: S3Call, { objects }: S3Service): Promise<S3Answer> {
  const request = parseXml(await call.text({ mustBeChecked: true }), { root: 'Delete', lists: ['Object'] });
  const { Object: items } = request;
  if (!Array.isArray(items) || items.length > MAX_OBJECTS) throw malformedXml();
  const isQuiet = request.Quiet === 'true';
  const deleted: XmlMembers[] = [];
  const errors: XmlMembers[] = [];
  for (const key of items.map(keyOf)) {
    const problem = remove(call, objects, key);
    if (problem !== undefined) errors.push({ Key: key, Code: problem.code, Message: messageOf(problem) });
    else if (!isQuiet) deleted.push({ Key: key });
  }
  return { xml: { DeleteResult: { ...S3_NAMESPACE, Deleted: deleted, Error: errors } } };
}

/** An object that is not there is deleted as well as one that is. */
export async function deleteObject(call: S3Call, { objects }: S3Service): Promise<S3Answer> {
  call.allow('s3:DeleteObject', call);
  const object = objects.find(call);
  if (call.headers['if-match'] !== undefined) refuseAgainstConditions(call.headers, object);
  if (object !== undefined) objects.remove(object);
  return { status: 204 };
}

const MAX_OBJECTS = 1000;

function keyOf(item: unknown): string {
  if (!isRecord(item) || typeof item.Key !== 'string' || item.Key === '') throw malformedXml();
  const { VersionId: version = 'null' } = item;
  if (version === 'null') return item.Key;
  throw new S3Error(501, 'NotImplemented', 'Local AWS has no versions of objects: leave out VersionId.');
}

function remove(call: S3Call, objects: S3Service['objects'], key: string): S3Error | undefined {
  const name = { bucket: call.bucket, key };
  const refusal = call.refusalOf('s3:DeleteObject', name);
  if (refusal !== undefined) return refusal;
  const object = objects.find(name);
  if (object !== undefined) objects.remove(object);
  return undefined;
}
