// Receiving and sending, the two calls that every request makes. The C library's recv and send are cancellation points: in a process with
// more than one thread each of them changes the thread's cancellation state there and back, atomically, without use here. On the ping
// sample these changes were 1.3 to 1.8 % of the samples of its processor. The library's syscall goes straight to the kernel.
//
// Neither call waits, whatever mode the socket is in (MSG_DONTWAIT): it ends after some microseconds. So the thread is not marked as one
// that a garbage collection need not wait for, there and back; a collection waits for the end of the call instead.
//
// Both return the same as the library's. The error number is read only if there is one, and at once: the next call may change it.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RouteGen.IO;

internal static unsafe class SocketCalls
{
    private const int SendFlags = Libc.MSG_NOSIGNAL | Libc.MSG_DONTWAIT;

    // The kernel's numbers of recvfrom and sendto.
    private static nint Recvfrom => IsArm ? 207 : 45;

    private static nint Sendto => IsArm ? 206 : 44;

    // Constants for a compiler that compiles for one machine: of RuntimeInformation.ProcessArchitecture it makes a call.
    private static bool IsArm => System.Runtime.Intrinsics.Arm.ArmBase.Arm64.IsSupported;

    private static bool IsKnown => IsArm || System.Runtime.Intrinsics.X86.X86Base.X64.IsSupported;

    /// <summary>Receives what there is. Gives the error number if the count is negative, else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Receive(int socket, byte* buffer, int bytesMax, out int error)
    {
        var count = IsKnown ? Libc.syscall(Recvfrom, socket, (nint)buffer, bytesMax, Libc.MSG_DONTWAIT, 0, 0)
            : Libc.recv(socket, buffer, (nuint)bytesMax, Libc.MSG_DONTWAIT);
        error = count < 0 ? Marshal.GetLastSystemError() : 0;
        return (int)count;
    }

    /// <summary>
    /// Sends what the socket takes; a peer that is gone is an error, never a signal. Gives the error number if the count is negative, else
    /// 0.
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
