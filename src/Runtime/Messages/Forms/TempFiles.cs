using Microsoft.Win32.SafeHandles;

namespace RouteGen;

/// <summary>
/// Temporary files that are accessible only through their handles. On Unix a file is unlinked as soon as it is open, so that it cannot
/// outlive the process. On Windows it is deleted when it is closed.
/// </summary>
internal sealed class TempFiles : IDisposable
{
    private readonly List<SafeFileHandle> _files = [];

    /// <summary>Creates an empty file, which this object closes.</summary>
    internal SafeFileHandle Create()
    {
        var path = Path.Combine(Path.GetTempPath(), "routegen-form-" + Path.GetRandomFileName());
        var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, FileOptions.DeleteOnClose);
        _files.Add(file);
        if (!OperatingSystem.IsWindows()) File.Delete(path);
        return file;
    }

    /// <summary>Closes the files, which deletes them.</summary>
    public void Dispose()
    {
        foreach (var file in _files) file.Dispose();
    }
}
