"""`python -m musflow_studio.panel_images FOLDER`: the process, spoken to by `client`."""

from musflow_studio.panel_images.serving import main

if __name__ == "__main__":
    main()
