"""The command line, the Prefect flows, the network, the archive and the clock."""
