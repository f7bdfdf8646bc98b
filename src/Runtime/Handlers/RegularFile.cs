// Files for serving. A FIFO would hold the thread that opens it until somebody writes to it, and a device may do anything when it is opened (start a
// watchdog, rewind a tape); sockets cannot be opened, and none of them has a length. So the kind is asked for before the open, and again of what was
// opened, which is without waiting: the name may lead elsewhere by then. Symbolic links are followed by both.
//
// The kind of a file is asked of the kernel by statx(2), whose layout is the same on every processor. Other systems than Linux are not asked: there a
// file that cannot seek is refused when it has been opened (docs/HTTP.md, "Files").
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using RouteGen.IO;

namespace RouteGen.Handling;

internal static unsafe class RegularFile
{
    // Reads are as large as the caller's buffer, which is large.
    private const int NoBuffer = 0;

    private const int StatxBytes = 256;
    private const int ModeOffset = 28;
    private const int KindMask = 0xF000; // S_IFMT
    private const int Regular = 0x8000; // S_IFREG
    private const int CurrentDirectory = -100; // AT_FDCWD
    private const int EmptyPath = 0x1000; // AT_EMPTY_PATH
    private const int TypeWanted = 1; // STATX_TYPE

    // No name in older C libraries: the number is the kernel's.
    private static int StatxCall => RuntimeInformation.ProcessArchitecture switch { Architecture.X64 => 332, Architecture.Arm64 => 291, _ => 0 };

    private static bool CanAsk => OperatingSystem.IsLinux() && StatxCall != 0;

    /// <summary>Whether a name leads to something that may be opened. True where the system is not asked.</summary>
    internal static bool MayOpen(string path)
    {
        if (!CanAsk) return true;
        var name = Marshal.StringToCoTaskMemUTF8(path);
        try
        {
            // What cannot be asked about fails when it is opened, without waiting.
            return ModeOf(CurrentDirectory, (byte*)name, 0) is 0 or Regular;
        }
        finally
        {
            Marshal.FreeCoTaskMem(name);
        }
    }

    /// <summary>Opens a file for reading. The caller disposes the stream.</summary>
    /// <exception cref="FileNotFoundException">There is none, or it is no regular file.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    internal static FileStream OpenRead(string path)
    {
        var stream = CanAsk ? new FileStream(OpenWithoutWaiting(path), FileAccess.Read, NoBuffer, isAsync: false)
            : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, NoBuffer);
        if (stream.CanSeek) return stream;
        stream.Dispose();
        throw NotRegular();
    }

    /// <summary>The failure of everything that is neither a regular file nor a directory.</summary>
    internal static FileNotFoundException NotRegular() => new("It is no regular file.");

    private static SafeFileHandle OpenWithoutWaiting(string path)
    {
        int descriptor;
        while ((descriptor = Libc.open(path, Libc.O_NONBLOCK | Libc.O_CLOEXEC, 0)) < 0)
            if (Marshal.GetLastPInvokeError() is var error and not Libc.EINTR) throw Failure(error);
        var file = new SafeFileHandle(descriptor, ownsHandle: true);
        byte end = 0;
        var kind = ModeOf(descriptor, &end, EmptyPath);
        // A kernel that does not tell (before 4.11) leaves it to whether the file can seek. The flag means nothing for a regular file, but the runtime would take it for one of asynchronous reads.
        if (kind is 0 or Regular && Libc.fcntl(descriptor, Libc.F_SETFL, 0) == 0) return file;
        file.Dispose();
        throw NotRegular();
    }

    // 0: it could not be asked.
    private static int ModeOf(int directory, byte* name, int flags)
    {
        var answer = stackalloc byte[StatxBytes];
        return Libc.syscall(StatxCall, directory, (nint)name, flags, TypeWanted, (nint)answer) == 0 ? *(ushort*)(answer + ModeOffset) & KindMask : 0;
    }

    private static Exception Failure(int error) => error switch
    {
        Libc.ENOENT or Libc.ENOTDIR or Libc.ENXIO => new FileNotFoundException("There is no such file."),
        Libc.EACCES or Libc.EPERM => new UnauthorizedAccessException("The file may not be read."),
        _ => new IOException($"The file could not be opened: {Marshal.GetPInvokeErrorMessage(error)}."),
    };
}
