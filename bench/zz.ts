import { FolderEntries } from '../lib/local/s3/folder-entries.ts';
import { keysOf } from '../lib/local/s3/keys-of.ts';
import { listPage } from '../lib/local/s3/list-page.ts';
import { ObjectStore } from '../lib/local/s3/object-store.ts';
import { xmlText } from '../lib/local/s3/xml.ts';
const folders = new FolderEntries(); const dir='/tmp/s3big/artifacts';
const store = new ObjectStore({stateDir:'/tmp/s3big', onPut(){}});
const cpu = <T>(n:string, f:()=>T):T => { const s=process.cpuUsage(); const r=f(); const e=process.cpuUsage(s); console.log(n, ((e.user+e.system)/1000).toFixed(0)+'ms cpu'); return r; };
cpu('entries cold', () => folders.read(dir+'/flat'));
for (let i=0;i<3;i++){
 const page = cpu('page', () => listPage(keysOf({folders,dir,prefix:'flat/',after:i===0?'':'flat/05',areFoldersRolledUp:false}),{prefix:'flat/',delimiter:'',maxKeys:1000,after:''}));
 const objs = cpu('find', () => page.contents.map(key=>store.find({bucket:'nova-act-local-artifacts',key})));
 cpu('xml', () => xmlText({R:{Contents:objs.map(o=>({Key:o!.key,LastModified:new Date(o!.modifiedMs).toISOString(),ETag:o!.etag,Size:o!.size,StorageClass:'STANDARD'}))}}).length);
}
cpu('delim', () => listPage(keysOf({folders,dir,prefix:'many/',after:'',areFoldersRolledUp:true}),{prefix:'many/',delimiter:'/',maxKeys:1000,after:''}));
