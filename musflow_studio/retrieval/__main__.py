"""`python -m musflow_studio.retrieval LIBRARY`: the process, spoken to by `client`."""

from musflow_studio.retrieval.serving import main

if __name__ == "__main__":
    main()
