using Microsoft.Win32.SafeHandles;

namespace RouteGen;

/// <summary>
/// Temporary files that only their handles reach: where the system allows it they lose their name as soon as they are open, so that they
/// are gone with the process, however it ends; elsewhere they are removed when they are closed.
/// </summary>
internal sealed class TempFiles : IDisposable
{
    private readonly List<SafeFileHandle> _files = [];

    /// <summary>Creates an empty file. It is closed with this object.</summary>
    internal SafeFileHandle Create()
    {
        var path = Path.Combine(Path.GetTempPath(), "routegen-form-" + Path.GetRandomFileName());
        var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, FileOptions.DeleteOnClose);
        _files.Add(file);
        if (!OperatingSystem.IsWindows()) File.Delete(path);
        return file;
    }

    /// <summary>Closes the files, and so removes them.</summary>
    public void Dispose()
    {
        foreach (var file in _files) file.Dispose();
    }
}
