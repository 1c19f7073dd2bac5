#!/bin/sh
# Sets up the contact centre of contact-centre.yaml command by command, in the database of WSCLI_DB
# (or in your default one, if it is not set): sh examples/setup.sh
set -eu

cd "$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)"

wscli workstream create 'Urgent cases' --capacity 50 --mode push --presence available,busy \
    --offer-timeout 1m --reassign-after 2m --auto-close 1d
wscli workstream create 'Routine cases' --capacity 50 --mode pick --presence available,busy --auto-close 1d

for agent in ana bruno carla david elena fran gema hugo ines javi lucia marcos; do
    wscli agent create "$agent" --capacity 100 --default-presence available
done

wscli queue create 'Business' --priority 1 --member carla --member david --member javi
wscli queue create 'Technical support' --priority 2 \
    --member ana --member bruno --member carla --member david --member elena --member fran
wscli queue create 'Billing and contracts' --priority 3 \
    --member gema --member hugo --member ines --member javi --member lucia --member marcos
wscli queue create 'General enquiries' --default \
    --member ana --member bruno --member carla --member david --member elena --member fran \
    --member gema --member hugo --member ines --member javi --member lucia --member marcos

wscli apply -f routing.yaml
