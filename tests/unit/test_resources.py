from harmscope.resources import data_path


def test_the_data_folders_are_found() -> None:
    assert data_path("taxonomy", "codelists", "codelists.toml").is_file()
    assert data_path("schemas").is_dir()
