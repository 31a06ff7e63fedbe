#!/bin/sh
# `docker` for tools that publish the ports of containers. In these tests containers share the network of the machine, as
# local AWS listens on loopback only; so the host listens at the port that would have been published, on loopback, too.
command="$1"
shift
case "$command" in
  build)
    exec docker build --network host --build-arg "BASE_IMAGE=$NOVA_ACT_BASE_IMAGE" "$@"
    ;;
  run)
    for argument in "$@"; do
      case "$argument" in
        127.0.0.1:*:8080) port="${argument#127.0.0.1:}" ;;
      esac
    done
    exec docker run --network host \
      --env NOVA_ACT_RUNTIME_HOST=127.0.0.1 --env "NOVA_ACT_RUNTIME_PORT=${port%:8080}" "$@"
    ;;
  *)
    exec docker "$command" "$@"
    ;;
esac
