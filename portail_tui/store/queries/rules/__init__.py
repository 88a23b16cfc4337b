"""SQL about the règlement: the town's file, its activities and slots."""
