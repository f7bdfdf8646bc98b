// Receiving and sending, the two calls of every request. The C library's recv and send are cancellation points. In a process with more than
// one thread, each of them changes the thread's cancellation state twice, atomically, which has no use here. In the ping sample these
// changes were 1.3 to 1.8 % of the processor samples. The library's syscall function makes the system call directly.
//
// The calls do not wait in any mode of the socket (MSG_DONTWAIT) and end after a few microseconds. So they suppress the GC transition,
// and a garbage collection waits for the end of a call.
//
// The results are those of the library. The error number is read only after a failure, and at once, because the next call may change it.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RouteGen.IO;

internal static unsafe class SocketCalls
{
    private const int SendFlags = Libc.MSG_NOSIGNAL | Libc.MSG_DONTWAIT;

    // The numbers of the system calls recvfrom and sendto.
    private static nint Recvfrom => IsArm ? 207 : 45;

    private static nint Sendto => IsArm ? 206 : 44;

    // This is a constant in native code, whereas RuntimeInformation.ProcessArchitecture is a call.
    private static bool IsArm => System.Runtime.Intrinsics.Arm.ArmBase.Arm64.IsSupported;

    private static bool IsKnown => IsArm || System.Runtime.Intrinsics.X86.X86Base.X64.IsSupported;

    /// <summary>Receives available bytes. Returns their number, or a negative number and the error number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Receive(int socket, byte* buffer, int bytesMax, out int error)
    {
        var count = IsKnown ? Libc.syscall(Recvfrom, socket, (nint)buffer, bytesMax, Libc.MSG_DONTWAIT, 0, 0)
            : Libc.recv(socket, buffer, (nuint)bytesMax, Libc.MSG_DONTWAIT);
        error = count < 0 ? Marshal.GetLastSystemError() : 0;
        return (int)count;
    }

    /// <summary>
    /// Sends what the socket accepts. Returns the number of bytes, or a negative number and the error number. A peer that has left causes
    /// an error, never a signal.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Send(int socket, byte* data, int count, out int error)
    {
        var sent = IsKnown
            ? Libc.syscall(Sendto, socket, (nint)data, count, SendFlags, 0, 0)
            : Libc.send(socket, data, (nuint)count, SendFlags);
        error = sent < 0 ? Marshal.GetLastSystemError() : 0;
        return (int)sent;
    }
}
