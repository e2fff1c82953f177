"""`python -m musflow_studio.player`: the player's process, spoken to by `player.client`."""

from musflow_studio.player.serving import main

if __name__ == "__main__":
    main()
