using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RouteGen.IO;

/// <summary>
/// Array of events for epoll_wait. The kernel's struct epoll_event is packed on x86-64 (12 bytes) and aligned elsewhere (16 bytes), so
/// entries are read by offset.
/// </summary>
internal sealed unsafe class EpollEvents
{
    private static readonly int s_entrySize = RuntimeInformation.ProcessArchitecture is Architecture.X64 ? 12 : 16;
    private static readonly int s_dataOffset = RuntimeInformation.ProcessArchitecture is Architecture.X64 ? 4 : 8;

    private readonly byte* _entries;

    internal EpollEvents(int capacity)
    {
        Capacity = capacity;
        _entries = (byte*)NativeMemory.AllocZeroed((nuint)capacity, (nuint)s_entrySize);
    }

    ~EpollEvents() => NativeMemory.Free(_entries);

    internal int Capacity { get; }

    internal byte* Entries => _entries;

    internal uint Mask(int index) => *(uint*)(_entries + index * s_entrySize);

    internal ulong Data(int index) => Unsafe.ReadUnaligned<ulong>(_entries + index * s_entrySize + s_dataOffset);

    /// <summary>Changes what an epoll set watches. Returns the error number, or 0.</summary>
    internal static int Control(int epoll, int operation, int fd, uint mask, ulong data)
    {
        var entry = stackalloc byte[16];
        *(uint*)entry = mask;
        Unsafe.WriteUnaligned(entry + s_dataOffset, data);
        return Libc.epoll_ctl(epoll, operation, fd, entry) == 0 ? 0 : Marshal.GetLastPInvokeError();
    }
}
