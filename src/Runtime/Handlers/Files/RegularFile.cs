// Opens regular files only. Opening a FIFO would block the thread until a writer opens it, and opening a device may have effects (start a
// watchdog, rewind a tape). So the type is checked by name, then the file is opened without blocking, and the descriptor is checked,
// because the name may refer to another file by then. Both checks follow symbolic links.
//
// The check uses statx(2), whose struct is the same on every processor. On systems other than Linux there is only a check after opening:
// the file must be seekable (docs/HTTP.md, "Files").
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using RouteGen.IO;

namespace RouteGen.Handling;

internal static unsafe class RegularFile
{
    // The stream needs no buffer, because callers read large blocks.
    private const int NoBuffer = 0;

    private const int StatxBytes = 256;
    private const int ModeOffset = 28;
    private const int KindMask = 0xF000; // S_IFMT
    private const int Regular = 0x8000; // S_IFREG
    private const int CurrentDirectory = -100; // AT_FDCWD
    private const int EmptyPath = 0x1000; // AT_EMPTY_PATH
    private const int TypeWanted = 1; // STATX_TYPE

    // The number of the system call, because older C libraries have no function for statx. Zero means unknown.
    private static int StatxCall =>
        RuntimeInformation.ProcessArchitecture switch { Architecture.X64 => 332, Architecture.Arm64 => 291, _ => 0 };

    private static bool CanAsk => OperatingSystem.IsLinux() && StatxCall != 0;

    /// <summary>Returns true if the name refers to a regular file. Always true on systems other than Linux.</summary>
    internal static bool MayOpen(string path)
    {
        if (!CanAsk) return true;
        var name = Marshal.StringToCoTaskMemUTF8(path);
        try
        {
            // If statx fails, opening fails too, without blocking.
            return ModeOf(CurrentDirectory, (byte*)name, 0) is 0 or Regular;
        }
        finally
        {
            Marshal.FreeCoTaskMem(name);
        }
    }

    /// <summary>Opens a file for reading. The caller disposes the stream.</summary>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="NotRegularFileException">The file is not a regular file.</exception>
    /// <exception cref="UnauthorizedAccessException">The process has no permission to read the file.</exception>
    internal static FileStream OpenRead(string path)
    {
        var stream = CanAsk ? new FileStream(OpenWithoutWaiting(path), FileAccess.Read, NoBuffer, isAsync: false)
            : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, NoBuffer);
        if (stream.CanSeek) return stream;
        stream.Dispose();
        throw NotRegular();
    }

    /// <summary>Creates the exception for a file that is not regular.</summary>
    internal static NotRegularFileException NotRegular() => new();

    private static SafeFileHandle OpenWithoutWaiting(string path)
    {
        int descriptor;
        while ((descriptor = Libc.open(path, Libc.O_NONBLOCK | Libc.O_CLOEXEC, 0)) < 0)
            if (Marshal.GetLastPInvokeError() is var error and not Libc.EINTR) throw Failure(error);
        var file = new SafeFileHandle(descriptor, ownsHandle: true);
        byte end = 0;
        var kind = ModeOf(descriptor, &end, EmptyPath);
        // On kernels before 4.11, which have no statx, only seeking is checked. O_NONBLOCK is cleared, because the runtime would take it
        // for a flag of asynchronous reads.
        if (kind is 0 or Regular && Libc.fcntl(descriptor, Libc.F_SETFL, 0) == 0) return file;
        file.Dispose();
        throw NotRegular();
    }

    // Returns the type of the file, or 0 if statx failed.
    private static int ModeOf(int directory, byte* name, int flags)
    {
        var status = stackalloc byte[StatxBytes];
        return Libc.syscall(StatxCall, directory, (nint)name, flags, TypeWanted, (nint)status) == 0
            ? *(ushort*)(status + ModeOffset) & KindMask
            : 0;
    }

    private static Exception Failure(int error) => error switch
    {
        Libc.ENOENT or Libc.ENOTDIR or Libc.ENXIO => new FileNotFoundException("The file does not exist."),
        Libc.EACCES or Libc.EPERM => new UnauthorizedAccessException("Permission to read the file was denied."),
        _ => new IOException($"The file could not be opened: {Marshal.GetPInvokeErrorMessage(error)}."),
    };
}
